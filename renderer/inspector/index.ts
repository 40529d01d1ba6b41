export { Inspector } from './Inspector.tsx';
export { portKey } from './PortList.tsx';
export { providerFields } from './provider-fields.ts';
