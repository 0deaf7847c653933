/** Texts of the list of people, in German. */
import type * as english from '../en/people.ts';

export const title = 'Personen';
export const groups: typeof english.groups = {
  stakeholder: 'Kunde',
  team: 'Team',
};
export const none = 'Noch niemand';
export const primary = 'Hauptkontakt';
export const doNotCall = 'Nicht anrufen';
export const reportsTo: typeof english.reportsTo = (name) => `berichtet an ${name}`;
export const localTime: typeof english.localTime = (clock) => `dort ${clock}`;
export const nightTime = 'Randzeit';
export const nightTimeHint = 'Dort außerhalb von 8–21 Uhr';
export const call = 'Anrufen';
export const callNumber: typeof english.callNumber = (name, number) => `${name} unter ${number} anrufen`;
export const list = 'Liste';
export const relationships = 'Beziehungen';
export const view = 'Personen zeigen als';
export const callPerson: typeof english.callPerson = (name) => `${name} anrufen`;
export const edit = 'Bearbeiten';
export const editPerson: typeof english.editPerson = (name) => `${name} bearbeiten`;
export const add = 'Neue Person';
export const noPhone = 'keine Nummer';
