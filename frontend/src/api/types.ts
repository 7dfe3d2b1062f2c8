import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type Status = Schemas['Status'];
export type Operator = Schemas['Operator'];
export type Account = Schemas['Account'];
export type User = Schemas['User'];
export type Key = Schemas['Key'];
export type KeyWithSecret = Schemas['KeyWithSecret'];
export type KeyCreate = Schemas['KeyCreate'];
export type KeyPatch = Schemas['KeyPatch'];
export type KeyState = Schemas['KeyState'];
export type Rotation = Schemas['Rotation'];
export type Job = Schemas['Job'];
export type JobCreate = Schemas['JobCreate'];
export type AuthHeader = Schemas['AuthHeader'];
export type AuthHeaderWithToken = Schemas['AuthHeaderWithToken'];
export type AuthHeaderCreate = Schemas['AuthHeaderCreate'];
export type AuthHeaderPatch = Schemas['AuthHeaderPatch'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditReport = Schemas['AuditReport'];
export type SigningKey = Schemas['SigningKey'];
export type SigningKeyUse = Schemas['SigningKeyUse'];
