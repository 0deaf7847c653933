/** A text of a body that is one expression, and one among other text. It may end with a brace of its own. */
export const WHOLE_EXPRESSION = /^\{\{((?:(?!\{\{).)+)\}\}$/s;
export const EXPRESSION_IN_TEXT = /\{\{(.+?)\}\}(?!\})/gs;
