export { type AskedPath, judgePath, type PathPlace, type PathUse, type PathVerdict } from './judgePath.ts';
export { isSecretFile } from './secretFiles.ts';
export { foldName } from './foldName.ts';
