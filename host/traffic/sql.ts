/** The only ways by which a name or a text gets into SQL: a file name is the user's, but column names and texts are the log's. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
