/** Hands a text to the browser as a file. */
export function downloadText(file: { name: string; type: string; text: string }): void {
  const url = URL.createObjectURL(new Blob([file.text], { type: file.type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = file.name;
  anchor.click();
  // The click has already taken its reference; freed later because Safari reads the blob in the next task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
