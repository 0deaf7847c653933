/** Texts of the list of people, in English. */

export const title = 'People';
export const groups = {
  stakeholder: 'Stakeholders',
  team: 'Team',
};
export const none = 'Nobody here yet';
export const primary = 'Primary contact';
export const doNotCall = 'Do not call';
export const reportsTo = (name: string) => `reports to ${name}`;
export const localTime = (clock: string) => `${clock} there`;
export const nightTime = 'off hours';
export const nightTimeHint = 'It is outside 08:00–21:00 there';
export const call = 'Call';
export const callNumber = (name: string, number: string) => `Call ${name} on ${number}`;
export const list = 'List';
export const relationships = 'Relationships';
export const view = 'How to show the people';
export const callPerson = (name: string) => `Call ${name}`;
export const edit = 'Edit';
export const editPerson = (name: string) => `Edit ${name}`;
export const add = 'Add person';
export const noPhone = 'no phone number';
