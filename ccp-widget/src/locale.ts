/** For numbers, money and dates: what `main.ts` has named the page by. Without a page, in a test of a unit, English. */
export const locale = typeof document === 'undefined' ? 'en' : document.documentElement.lang;
