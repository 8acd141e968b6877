/** `shop/cart:1.4` of `registry.example/shop/cart:1.4`; a digest keeps its first twelve characters. */
export function shortImage(image: string): string {
  const parts = image.split('/');
  const [first = ''] = parts;
  const hasHost = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  return (hasHost ? parts.slice(1) : parts)
    .join('/')
    .replace(/@sha256:([0-9a-f]{12})[0-9a-f]*$/, '@$1');
}
