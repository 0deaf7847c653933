/** Texts of several tabs, in German. */

export const elsewhere = 'Das Softphone ist in einem anderen Tab dieses Browsers.';
export const elsewhereTalking =
  'Das Softphone ist mit einem Gespräch in einem anderen Tab dieses Browsers. Der Ton bleibt dort, bis das Gespräch abgeschlossen ist; hier können Sie es sehen und steuern.';
export const useHere = 'Hier verwenden';
export const controlHere = 'Hier steuern';
export const remote =
  'Der Ton des Gesprächs ist in einem anderen Tab: Lassen Sie ihn offen. Ist das Gespräch abgeschlossen, kommt das Softphone hierher.';
export const leaving =
  'Ein anderer Tab möchte das Softphone. Es zieht um, wenn das Gespräch abgeschlossen ist; bis dahin bleibt der Ton hier.';
export const soundLost =
  'Der Tab mit dem Softphone ist nicht mehr da und mit ihm der Ton. Hören Sie einander nicht, legen Sie auf und rufen Sie noch einmal an.';
