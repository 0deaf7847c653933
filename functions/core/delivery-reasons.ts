/** Why a CRM does not get a file: said by the connectors, understood by the desktop. */
export const TOO_LARGE_FOR_CRM = 'too-large-for-crm';
export const NOT_KEPT_THERE = 'documents-are-not-kept-there';
