export function withoutProxyUse(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
export function startDirectly(): Promise<void>;
