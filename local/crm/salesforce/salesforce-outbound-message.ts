/** An Outbound Message of one opportunity (SOAP API Developer Guide, "Understanding the Outbound Messaging WSDL"). */
import { createHash } from 'node:crypto';
import { longId } from './salesforce-demo.ts';

const [ACTION_ID, NOTIFICATION_PREFIX] = ['04k5e000000CaRkAAK', '04l'];

/** @param eventId the same notification when it is sent again */
export const outboundMessage = (
  organizationId: string,
  eventId: string,
  opportunityId: string,
): string => `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>${organizationId}</OrganizationId>
   <ActionId>${ACTION_ID}</ActionId>
   <SessionId xsi:nil="true"/>
   <EnterpriseUrl>https://company.my.salesforce.com/services/Soap/c/62.0/${organizationId}</EnterpriseUrl>
   <PartnerUrl>https://company.my.salesforce.com/services/Soap/u/62.0/${organizationId}</PartnerUrl>
   <Notification>
    <Id>${notificationId(eventId)}</Id>
    <sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
     <sf:Id>${opportunityId}</sf:Id>
    </sObject>
   </Notification>
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>`;

const notificationId = (eventId: string): string =>
  longId(`${NOTIFICATION_PREFIX}${createHash('sha256').update(eventId).digest('hex').slice(0, 12)}`);
