import type { Rule } from '../rule.ts';
import { cycle } from './cycle.ts';
import { duplicateId } from './duplicate-id.ts';
import { duplicateModel } from './duplicate-model.ts';
import { duplicateName } from './duplicate-name.ts';
import { entryCalled } from './entry-called.ts';
import { invalidConfig } from './invalid-config.ts';
import { missingNode } from './missing-node.ts';
import { noEntry } from './no-entry.ts';
import { portConnectedTwice } from './port-connected-twice.ts';
import { portNotConnected } from './port-not-connected.ts';
import { unknownKind } from './unknown-kind.ts';
import { unknownPort } from './unknown-port.ts';
import { unreachableNode } from './unreachable-node.ts';

export const rules: readonly Rule[] = [
  noEntry,
  cycle,
  portNotConnected,
  portConnectedTwice,
  unknownPort,
  missingNode,
  entryCalled,
  unreachableNode,
  duplicateId,
  duplicateModel,
  duplicateName,
  unknownKind,
  invalidConfig,
];
