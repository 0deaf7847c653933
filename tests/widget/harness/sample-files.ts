import { crc32, deflateSync } from 'node:zlib';
import { SAMPLE_RATE, wav } from '../../../local/connect/recordings/wav.ts';

/** A PDF of two pages that uses a standard font, as generators of invoices and proposals do. */
export function samplePdf(): Buffer {
  const line = (y: number, size: number, text: string): string => `BT /F1 ${size} Tf 60 ${y} Td (${text}) Tj ET`;
  const row = (y: number, a: string, b: string, c: string): string =>
    `BT /F1 11 Tf 60 ${y} Td (${a}) Tj 240 0 Td (${b}) Tj 110 0 Td (${c}) Tj ET 0.85 G 60 ${y - 8} m 535 ${y - 8} l S`;
  const pages = [
    [
      '0.12 0.31 0.75 rg 0 782 595 60 re f 1 1 1 rg',
      line(805, 20, 'Fleet renewal 2027'),
      '0.1 0.13 0.18 rg',
      line(730, 16, 'Proposal v3 for Northwind Logistics'),
      line(700, 11, 'Prepared by Ana Flores. Valid until 15 December 2026.'),
      line(650, 13, 'What we offer'),
      row(620, 'Electric delivery van, 64 units', 'EUR 1,120 / month', 'EUR 71,680'),
      row(595, 'Refrigerated van, 20 units', 'EUR 1,540 / month', 'EUR 30,800'),
      row(570, 'Charging, 6 depots', 'once', 'EUR 22,520'),
      line(520, 13, 'Total of the first month: EUR 125,000'),
      line(480, 11, 'Service within 24 hours at every depot, replacement vehicle included.'),
    ],
    [line(780, 16, 'Terms'), line(750, 11, 'Delivery begins eight weeks after signature.')],
  ].map((lines) => lines.join('\n'));
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...pages.flatMap((content, index) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + index * 2} 0 R>>`,
      `<</Length ${content.length}>>stream\n${content}\nendstream`,
    ]),
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`;
  return Buffer.from(text, 'latin1');
}

/** Bars on white, 640 x 400. */
export function samplePng(): Buffer {
  const [width, height] = [640, 400];
  const rows = Buffer.alloc((width * 3 + 1) * height, 255);
  for (let y = 0; y < height; y++) {
    rows[y * (width * 3 + 1)] = 0;
    for (let x = 0; x < width; x++) {
      const bar = Math.floor(x / 80);
      const inside = x % 80 > 14 && y > height - 30 - ((bar * 37) % 7) * 45 - 40 && y < height - 30;
      if (inside) rows.set([31 + bar * 12, 79 + bar * 10, 191], y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const SAMPLE_TEXT = [
  'Minutes of 12 November',
  '',
  'Present: Dana Reyes, Ingrid Sørensen, Ana Flores',
  '',
  '1. Depot figures: Ingrid sends them by Friday.',
  '2. Charging: six depots, Oslo first. <script>alert("shown as text")</script>',
  '3. Price: agreed in principle. Dana needs the board by 15 December.',
].join('\n');

export const SAMPLE_CSV = [
  'Depot;Vans;Monthly price;Note',
  'Oslo;24;"31.920,00";"Charging first, ""asap"""',
  'Berlin;40;"51.240,50";=HYPERLINK("https://evil.example")',
  'Łódź;20;"24.100,00";<b>two lines</b>',
].join('\r\n');

/** A quarter of a minute of a tone in either channel. */
const sampleSpeech = (): Buffer =>
  wav(15 * SAMPLE_RATE, [
    { channel: 0, hertz: [220], from: 0, to: 7 * SAMPLE_RATE },
    { channel: 1, hertz: [330], from: 8 * SAMPLE_RATE, to: 15 * SAMPLE_RATE },
  ]);

/** Bytes by document id, as the storage hands them out. */
export const sampleFiles = (): Readonly<Record<string, { type: string; bytes: Buffer }>> => ({
  'd-1': { type: 'application/pdf', bytes: samplePdf() },
  'd-2': { type: 'image/png', bytes: samplePng() },
  'd-6': { type: 'text/csv', bytes: Buffer.from(`\uFEFF${SAMPLE_CSV}\r\n`, 'utf8') },
  recording: { type: 'audio/wav', bytes: sampleSpeech() },
  'd-3': { type: 'text/plain; charset=utf-8', bytes: Buffer.from(SAMPLE_TEXT, 'utf8') },
});
