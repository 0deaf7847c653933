/** EspoCRM's times are UTC, written `2026-11-24 10:00:00`. */
export const timeForEspocrm = (at: string): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

export function timeFromEspocrm(text: string | null | undefined): string | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const at = new Date(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
