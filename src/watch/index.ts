export { createFold, type Fold, type FoldOptions } from './fold.ts'
