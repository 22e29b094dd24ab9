export { foldName } from './foldName.ts';
export { type AskedPath, judgePath, type PathPlace, type PathUse, type PathVerdict } from './judgePath.ts';
export { protectionOf } from './protectedFiles.ts';
export { isSecretFile } from './secretFiles.ts';
