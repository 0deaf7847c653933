/** Values in a RemoteExecutionContext, as .NET's DataContract serializer writes them (learn.microsoft.com, "Use webhooks"). */
export const typed = (type: string, value: object) => ({
  __type: `${type}:http://schemas.microsoft.com/xrm/2011/Contracts`,
  ...value,
});
export const reference = (table: string, id: string) =>
  typed('EntityReference', { Id: id, LogicalName: table, Name: null });
export const pairs = (values: object) => Object.entries(values).map(([key, value]) => ({ key, value }));
export const entity = (table: string, id: string, attributes: object) =>
  typed('Entity', { Attributes: pairs(attributes), Id: id, LogicalName: table });
export const collection = (entities: readonly object[]) =>
  typed('EntityCollection', { Entities: entities, MoreRecords: false });
