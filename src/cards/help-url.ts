const hosts = ['avepoint.com', 'avepointonlineservices.com'];
const longest = 500;

/**
 * Returns the address of an error's help page if a button may open it: https, on a host of AvePoint's, with nothing
 * that hides where it leads. Returns undefined for any other, since answers of the jobs API are data and users trust a
 * link.
 */
export function safeHelpUrl(text: string | undefined): string | undefined {
  if (text === undefined || text.length > longest || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isAvePoint = hosts.some(host => url.hostname === host || url.hostname.endsWith(`.${host}`));
  const isBare = url.port === '' && url.username === '' && url.password === '';
  if (url.protocol !== 'https:' || !isAvePoint || !isBare) return undefined;
  // Braces are escaped as far as a client could take them for its own.
  return url.href.replaceAll('{', '%7B').replaceAll('}', '%7D');
}
