/** Origin of the page around this one. Undefined when the browser does not tell: then `frame-ancestors` alone says who it may be. */
export function framedBy(): string | undefined {
  // Not in every browser's latest three versions.
  const { ancestorOrigins } = location as { readonly ancestorOrigins?: DOMStringList };
  return ancestorOrigins?.item(0) ?? (URL.canParse(document.referrer) ? new URL(document.referrer).origin : undefined);
}
