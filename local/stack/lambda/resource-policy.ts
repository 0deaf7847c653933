/** Who may invoke a function: its resource policy, as `AWS::Lambda::Permission` wrote it. */
import type { InvokePermission } from '../deployment.ts';

export interface Invoker {
  /** `apigateway.amazonaws.com` */
  readonly service: string;
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

export const mayInvoke = (permissions: readonly InvokePermission[], functionArn: string, invoker: Invoker): boolean =>
  permissions.some(
    (permission) =>
      permission.functionArn === functionArn &&
      permission.principal === invoker.service &&
      (permission.sourceArn === undefined || arnLike(permission.sourceArn, invoker.sourceArn)) &&
      (permission.sourceAccount === undefined || permission.sourceAccount === invoker.sourceAccount),
  );

/** `*` any characters, `?` one. Everything else, braces of a route included, stands for itself. */
export function arnLike(pattern: string, arn: string): boolean {
  const source = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(arn);
}
