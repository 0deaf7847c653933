declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Figures are milliseconds; without `path` everything stays in memory. */
  const dynalite: (options?: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }) => Server;
  // biome-ignore lint/style/noDefaultExport: the package's own shape
  export default dynalite;
}
