/** Where the next page of a list is, in each of the ways that APIs have. */
import type { RestPagination } from '#core/contracts/rest-description.ts';
import type { CrmOk } from '../../crm-session.ts';
import { idOf, textOf } from '../../json.ts';
import { find } from './expression.ts';

type Next = { readonly url: string } | { readonly parameters: Readonly<Record<string, string>> };

/** @param seen records so far; @param page pages so far */
export function pageParameters(
  pagination: RestPagination | undefined,
  seen: number,
  page: number,
): Readonly<Record<string, string>> {
  if (pagination?.type !== 'offset' && pagination?.type !== 'page') return {};
  const { parameter, sizeParameter, size } = pagination;
  const at = pagination.type === 'offset' ? seen : pagination.first + page;
  return { [parameter]: String(at), ...(sizeParameter !== undefined && { [sizeParameter]: String(size) }) };
}

export function nextPage(
  pagination: RestPagination | undefined,
  { json, headers }: CrmOk,
  { count, seen, page }: { readonly count: number; readonly seen: number; readonly page: number },
): Next | undefined {
  switch (pagination?.type) {
    case undefined:
      return undefined;
    case 'link-header':
      return addressed(linkedNext(headers.link ?? ''));
    case 'next-url':
      return addressed(textOf(find(pagination.next, json)));
    case 'cursor': {
      const cursor = idOf(find(pagination.cursor, json));
      return cursor === undefined ? undefined : { parameters: { [pagination.parameter]: cursor } };
    }
    case 'offset':
    case 'page':
      return count < pagination.size ? undefined : { parameters: pageParameters(pagination, seen, page) };
  }
}

const addressed = (url: string | undefined): Next | undefined => (url === undefined ? undefined : { url });

/** `<https://…?page=2>; rel="next", <…>; rel="last"` (RFC 8288, 3). */
function linkedNext(header: string): string | undefined {
  for (const [, url, parameters = ''] of header.matchAll(/<([^>]*)>((?:\s*;\s*[^,;="]+(?:=(?:"[^"]*"|[^,;"]*))?)*)/g)) {
    const [, quoted, plain] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters) ?? [];
    if ((quoted ?? plain ?? '').toLowerCase().split(/\s+/).includes('next')) return url;
  }
  return undefined;
}
