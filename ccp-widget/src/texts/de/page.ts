/** Texts of the page itself, in German. */

export const title = 'Agentenplatz';
export const loading = 'Lädt…';
export const close = 'Schließen';
