/** The service's pattern of a phone number (API reference, DestinationPhoneNumber). */
export const E164 = /^\+[1-9]\d{1,14}$/;
