// Unpacks what travels in the page: gzip as base64 in inert script elements.
const StepscopeData = (() => {
  const canUnpack = () => typeof DecompressionStream === "function";

  async function unpack(id) {
    const binary = atob(document.getElementById(id).textContent.trim());
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; ++i) bytes[i] = binary.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  return {canUnpack, unpack};
})();
