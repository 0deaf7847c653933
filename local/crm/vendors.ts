/** The kinds of CRM that are told apart by their API. */
import { dynamics365Vendor } from './dynamics365/dynamics365-vendor.ts';
import { espocrmVendor } from './espocrm/espocrm-vendor.ts';
import { hubspotVendor } from './hubspot/hubspot-vendor.ts';
import { salesforceVendor } from './salesforce/salesforce-vendor.ts';
import type { Vendor } from './vendor.ts';

export const VENDORS: readonly Vendor[] = [espocrmVendor, hubspotVendor, salesforceVendor, dynamics365Vendor];
