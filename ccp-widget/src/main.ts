/** The page's own script. All that it starts is in one file with what the later parts share of it (`later.ts`). */
import './start.ts';
