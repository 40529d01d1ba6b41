export { type PictureRequest, savePicture } from './save-picture.ts';
