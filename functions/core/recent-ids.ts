/** The last `limit` ids that this process has seen. A hint only: what is forgotten or elsewhere is simply not known. */
export interface RecentIds {
  /** Whether the id was seen before; from now on it is. */
  seen(id: string): boolean;
}

export function recentIds(limit: number): RecentIds {
  const ids = new Set<string>();
  return {
    seen(id) {
      if (ids.has(id)) return true;
      ids.add(id);
      const oldest = ids.values().next();
      if (ids.size > limit && !oldest.done) ids.delete(oldest.value);
      return false;
    },
  };
}
