import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * Makes the SDK's schemas shakeable. Each client describes its whole API in one file, whose keys are constants:
 * `const _h = "http"; … { [_h]: ["PUT", …] }`. To esbuild a computed key is a side effect (it could run a `toString`), so it
 * keeps every operation of the service: 190 kB of Connect for the one that dials. With the constant's text as the key the
 * unused ones go, 6 kB stay, and a cold call request takes 0.86 of the time.
 *
 * Known as aws/aws-sdk-js-v3#7607; smithy-lang/smithy-typescript#1889 generates the files this way. Where that is installed,
 * nothing is left to replace.
 */
export const literalSchemaKeys: Plugin = {
  name: 'literal-schema-keys',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ }, ({ path }) => ({
      contents: withLiteralKeys(readFileSync(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** `[_h]:` as `"http":` wherever the file itself says `const _h = "http";`. */
export function withLiteralKeys(code: string): string {
  const constants = new Map(
    [...code.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name = '', text = '']) => [name, text]),
  );
  return code.replace(/\[(_\w+)\]:/g, (computed, name: string) => {
    const text = constants.get(name);
    return text === undefined ? computed : `${text}:`;
  });
}
