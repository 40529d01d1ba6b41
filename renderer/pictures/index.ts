export { type PictureRequest, saveFigures, savePicture } from './save-picture.ts';
