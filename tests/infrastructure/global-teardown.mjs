export default async function stopInfrastructure() {
  await globalThis.stopTestInfrastructure?.();
}
