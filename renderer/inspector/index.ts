export { FieldForm } from './FieldForm.tsx';
export { FieldRow } from './FieldRow.tsx';
export { Inspector } from './Inspector.tsx';
export { portKey } from './PortList.tsx';
export { providerFields } from './provider-fields.ts';
