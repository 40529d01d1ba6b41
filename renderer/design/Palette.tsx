import { Blocks, Search } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useRef, useState } from 'react';
import { type Recipe, recipes } from '../../shared/edit/index.ts';
import { kinds, type NodeKind, type PaletteGroup } from '../../shared/kinds/index.ts';
import { addKind, addRecipe, KIND_DRAG_TYPE, RECIPE_DRAG_TYPE } from '../canvas/index.ts';
import { Outline } from '../outline/index.ts';
import { Glyph, Tip } from '../parts/index.ts';
import { useDocument } from '../state/index.ts';
import { words } from '../words/index.ts';
import { CanvasMenu } from './CanvasMenu.tsx';

const GROUPS: readonly PaletteGroup[] = ['flow', 'answers', 'protection', 'guardrails', 'money'];

const has = (texts: readonly string[], search: string): boolean => {
  const all = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
};
const fits = ({ face }: NodeKind, search: string): boolean => has([face.title, face.purpose, ...face.keywords], search);
const recipeFits = ({ title, purpose, keywords }: Recipe, search: string): boolean => has([title, purpose, ...keywords], search);

export function Palette() {
  return (
    <aside className="panel palette" aria-label={words.design.palette.title}>
      <h2 className="visually-hidden">{words.design.palette.title}</h2>
      <Tabs.Root defaultValue="add" className="palette-tabs">
        <Tabs.List className="segmented palette-switch" aria-label={words.design.palette.choose}>
          <Tabs.Trigger value="add">{words.design.palette.add}</Tabs.Trigger>
          <Tabs.Trigger value="outline">{words.design.palette.outline}</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="add" className="palette-tab" tabIndex={-1}>
          <KindList />
        </Tabs.Content>
        {/* The tree in it takes the focus itself. */}
        <Tabs.Content value="outline" className="palette-tab scroll-thin" tabIndex={-1}>
          <CanvasMenu>
            <Outline />
          </CanvasMenu>
        </Tabs.Content>
      </Tabs.Root>
    </aside>
  );
}

function KindList() {
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const isReadOnly = useDocument((state) => state.origin.readOnlyReason !== undefined);
  const shown = [...kinds.values()].filter((kind) => fits(kind, search));
  const shownRecipes = recipes.filter((recipe) => recipeFits(recipe, search));
  return (
    <>
      <label className="search">
        <Search size={14} />
        <input
          ref={field}
          type="text"
          aria-label={words.start.findKind}
          placeholder={words.start.findKind}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            const [first] = shown;
            const [firstRecipe] = shownRecipes;
            if (event.key === 'Enter' && !isReadOnly && (first !== undefined || firstRecipe !== undefined)) {
              if (first !== undefined) addKind(first.kind, null);
              else if (firstRecipe !== undefined) addRecipe(firstRecipe.id, null);
              setSearch('');
            } else if (event.key === 'Escape') setSearch('');
          }}
        />
      </label>
      <div className="palette-list scroll-thin">
        {shown.length + shownRecipes.length === 0 && (
          <div className="palette-none ink-2">
            <p>{words.start.nothingFound(search)}</p>
            <button type="button" className="btn" onClick={() => setSearch('')}>
              {words.start.showAll}
            </button>
          </div>
        )}
        {GROUPS.map((group) => {
          const label = words.design.palette.group[group];
          const members = shown.filter((kind) => kind.face.group === group);
          if (members.length === 0) return null;
          return (
            <section key={group} aria-label={label}>
              <h3 className="caption">{label}</h3>
              <ul>
                {members.map(({ kind, face }) => (
                  <li key={kind}>
                    <Tip text={face.purpose} side="right">
                      <button
                        type="button"
                        className="palette-item"
                        aria-label={words.commands.add(face.title)}
                        draggable={!isReadOnly}
                        disabled={isReadOnly}
                        onDragStart={(event) => {
                          event.dataTransfer.setData(KIND_DRAG_TYPE, kind);
                          event.dataTransfer.effectAllowed = 'copy';
                        }}
                        onClick={() => addKind(kind, null)}
                      >
                        <Glyph kind={kind} />
                        <span>{face.title}</span>
                      </button>
                    </Tip>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        {shownRecipes.length > 0 && (
          <section aria-label={words.start.recipes}>
            <h3 className="caption">{words.start.recipes}</h3>
            <ul>
              {shownRecipes.map(({ id, title, purpose }) => (
                <li key={id}>
                  <Tip text={purpose} side="right">
                    <button
                      type="button"
                      className="palette-item is-recipe"
                      aria-label={words.start.insert(title)}
                      draggable={!isReadOnly}
                      disabled={isReadOnly}
                      onDragStart={(event) => {
                        event.dataTransfer.setData(RECIPE_DRAG_TYPE, id);
                        event.dataTransfer.effectAllowed = 'copy';
                      }}
                      onClick={() => addRecipe(id, null)}
                    >
                      <Blocks size={16} aria-hidden="true" />
                      <span>{title}</span>
                    </button>
                  </Tip>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
  );
}
