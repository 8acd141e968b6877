/** Hands bytes to the browser as a file. */
export function downloadBytes({ name, bytes }: { name: string; bytes: Uint8Array }): void {
  const url = URL.createObjectURL(
    new Blob([bytes as BlobPart], { type: 'application/octet-stream' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
