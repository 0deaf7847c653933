/** The function of the example flow: numbers that end in 1 are gold customers. */
interface ContactFlowEvent {
  readonly Details: { readonly ContactData: { readonly CustomerEndpoint: { readonly Address: string } } };
}

export const handler = async (event: ContactFlowEvent): Promise<Record<string, string>> =>
  event.Details.ContactData.CustomerEndpoint.Address.endsWith('1')
    ? { level: 'gold', name: 'Dana' }
    : { level: 'plain' };
