export { TrafficDialog } from './TrafficDialog.tsx';
