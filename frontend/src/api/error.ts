import type { components } from './schema.gen';

type Problem = components['schemas']['Problem'];

/** The codes this portal adds to the core's own: the core did not answer, or not in its own form. */
export type ApiCode = Problem['code'] | 'core_unreachable' | 'unexpected_answer';

interface ApiErrorParts {
  status: number;
  code: ApiCode;
  message: string;
  hint: string;
  field: string;
  details: NonNullable<Problem['errors']>;
  requestId: string;
  retryAfter: number | null;
  current: Record<string, unknown> | null;
}

/** The one form in which a failed call reaches a component. `message` is a sentence without its full stop. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: ApiCode;
  readonly hint: string;
  readonly field: string;
  readonly details: NonNullable<Problem['errors']>;
  readonly requestId: string;
  readonly retryAfter: number | null;
  readonly current: Record<string, unknown> | null;

  constructor(parts: Partial<ApiErrorParts> & Pick<ApiErrorParts, 'code' | 'message'>) {
    super(parts.message);
    this.name = 'ApiError';
    this.status = parts.status ?? 0;
    this.code = parts.code;
    this.hint = parts.hint ?? '';
    this.field = parts.field ?? '';
    this.details = parts.details ?? [];
    this.requestId = parts.requestId ?? '';
    this.retryAfter = parts.retryAfter ?? null;
    this.current = parts.current ?? null;
  }

  /** Whether the core itself is away, as against having refused. */
  get lost(): boolean {
    return this.code === 'core_unreachable';
  }
}

export function asApiError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  return new ApiError({ code: 'core_unreachable', message: 'the core did not answer' });
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}

/** Reads a refused answer. What is not a problem document comes from something between us and the core. */
export async function readProblem(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('X-Request-Id') ?? '';
  const seconds = Number(response.headers.get('Retry-After') ?? '');
  const retryAfter = seconds > 0 ? seconds : null;
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    body = null;
  }
  // The core itself never answers 502 or 504: the window's bridge or a proxy says so when it is away.
  if (response.status === 502 || response.status === 504) {
    return new ApiError({
      status: response.status,
      code: 'core_unreachable',
      message: isProblem(body) ? body.detail : 'the core did not answer',
      hint: isProblem(body) ? (body.hint ?? '') : '',
      field: isProblem(body) ? (body.field ?? '') : '',
    });
  }
  if (!isProblem(body)) {
    return new ApiError({
      status: response.status,
      code: 'unexpected_answer',
      message: `the answer ${response.status} is none of the core's`,
      requestId,
      retryAfter,
    });
  }
  return new ApiError({
    status: response.status,
    code: body.code,
    message: body.detail,
    hint: body.hint ?? '',
    field: body.field ?? '',
    details: body.errors ?? [],
    requestId: body.requestId || requestId,
    retryAfter,
    current: body.current ?? null,
  });
}
