export { ReviewRoom } from './ReviewRoom.tsx';
export { currentReview, stepChange } from './review-store.ts';
