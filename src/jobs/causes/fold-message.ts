/** Limit in UTF-16 units. Longer messages differ at their start, or not at all. */
const longest = 2000;
/** The placeholder for a variable part. */
const varying = '…';
/** Longer words are tokens or encoded data. */
const longestWord = 40;

/**
 * Replaces the variable parts of a message (ids, addresses, names in quotes, numbers, times, paths) by "…", so that the
 * messages of one reason become equal. Codes that distinguish reasons stay: HTTP statuses, AADSTS50034, 0x80070005,
 * ErrorAccessDenied. The work is bounded by the length: every pattern has bounded repeats, and no choice under a repeat
 * that could match the same text twice.
 */
export function foldMessage(message: string): string {
  const cut = message
    .slice(0, 10 * longest)
    // A very long number would cut off the words.
    .replace(/\d{20,}/g, '0')
    .slice(0, longest);
  // NFKC may expand one character to eighteen.
  const text = (isPlain.test(cut) ? cut : normalised(cut).slice(0, longest)).replaceAll('...', varying);
  return text
    .replace(/([^\p{L}\p{N}])\1{3,}/gu, '$1')
    .replace(/[^\s"'<>()]+/gu, address)
    .replace(/(?<=^|[\s(:=[])"([^"]{1,200})"/gu, (_, inside: string) => quoted(inside))
    .replace(/(?<=^|[\s(:=[])'([^']{1,200})'(?=$|[\s),.:;!?\]])/gu, (_, inside: string) => quoted(inside))
    .replace(/[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.:,+-]*/gu, (word, at: number, whole: string) =>
      folded(
        word,
        whole.slice(Math.max(0, at - 40), at),
        whole.slice(at + word.length, at + word.length + 2),
      ),
    )
    .replace(/…(?:[\s.,:;/|+@-]{0,3}…)+/gu, varying)
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Matches words of plain ASCII with single spaces between them, as nearly every message is. */
const isPlain = /^[!-~]+(?: [!-~]+)*$/;

/** Normalises characters that look alike, and removes unpaired surrogates and invisible characters. */
function normalised(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '')
    .split(varying)
    .map(part => part.normalize('NFKC'))
    .join(varying)
    .replace(/[\p{Cc}\p{Z}\s]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb]/g, '"');
}

/** Replaces a web or mail address, or a path. A full stop after it belongs to the sentence. */
function address(stretch: string): string {
  const slashes = stretch.split(/[\\/]/).length - 1;
  const isAddress = stretch.includes('@') || stretch.includes('://');
  if (!isAddress && slashes < 2) return stretch;
  return varying + (/[.,;:!?]$/.exec(stretch)?.[0] ?? '');
}

const namedCode =
  /^[A-Za-z]{0,40}(?:Error|Exception|Denied|Failed|Failure|NotFound|Expired|Exceeded|Invalid)[A-Za-z]{0,40}$/;

/** Replaces a name in quotes, unless it's the name of an error. */
function quoted(inside: string): string {
  return namedCode.test(inside) ? inside : varying;
}

const writtenCode = /^(?:AADSTS\d{4,8}|0x[0-9a-f]{6,8})$/i;
/** "Microsoft 365" is a product name. */
const productName = /(?:microsoft |office |\b[mo])365$/i;
/** Words that a code follows, as in "error 403", "status code: 507", "HTTP/1.1 503". */
const announcesCode =
  /(?:error|status|code|http(?:\/[\d.]{1,3})?|hresult|returned|response)(?: code)?[\s:=(#]{1,3}$/i;

function folded(word: string, before: string, after: string): string {
  // The full stop of a sentence is no part of its last word.
  const end = /[.,:+-]+$/.exec(word)?.[0] ?? '';
  const core = word.slice(0, word.length - end.length);
  if (!/[\d\p{N}]/u.test(core)) return core.length > longestWord ? varying + end : word;
  if (writtenCode.test(core) || productName.test(before.slice(-10) + core)) return word;
  const isStatus = /^[45]\d\d$/.test(core);
  const isParenthesised = before.endsWith('(') && (after.startsWith(')') || after.startsWith(' '));
  if (isStatus && (announcesCode.test(before) || isParenthesised)) return word;
  if (/^-?\d{1,6}$/.test(core) && /(?:error|hresult)(?: code)?[\s:=(#]{1,3}$/i.test(before)) return word;
  return varying + end;
}
