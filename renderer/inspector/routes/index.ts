export { RouteList } from './RouteList.tsx';
