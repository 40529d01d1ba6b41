import { gateways } from '../../shared/gateways/index.ts';
import { gatewayViewStore, lookThroughGateway, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, isOpen } from './command.ts';

export const gatewayCommands: readonly AppCommand[] = [
  ...[...gateways.values()].flatMap(({ id, dialect }): AppCommand[] =>
    dialect === null
      ? []
      : [
          {
            id: `gateway.see.${id}`,
            label: () => words.exports.onDrawing.command(dialect.title),
            group: 'View',
            isEnabled: isOpen,
            run: () => {
              lookThroughGateway(id);
              viewStore.getState().showDesignAs('drawing');
              viewStore.getState().goTo('design');
            },
          },
        ],
  ),
  {
    id: 'gateway.see.none',
    label: () => words.exports.onDrawing.end,
    group: 'View',
    isEnabled: () => gatewayViewStore.getState().gatewayId !== null,
    whyNot: () => words.exports.onDrawing.isAsItIs,
    run: () => lookThroughGateway(null),
  },
];
