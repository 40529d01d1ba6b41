import * as z from 'zod';

const text = z.string().min(1).max(300);

/** The menu as the renderer sends it; the renderer is not trusted, so it is read as anything that comes from outside. */
export const menuModelSchema = z.object({
  menus: z
    .array(
      z.object({
        group: text,
        label: text,
        items: z.array(z.object({ id: text, label: text, keys: text.nullable(), isEnabled: z.boolean() })).max(500),
      }),
    )
    .max(20),
});
export type MenuModel = z.infer<typeof menuModelSchema>;

/** What stands there until a window has said what its commands are. */
export const EMPTY_MENU: MenuModel = { menus: ['File', 'Edit', 'View'].map((group) => ({ group, label: group, items: [] })) };
