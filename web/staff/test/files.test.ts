import { describe, expect, it } from 'vitest';
import { kindOf, sizeOf } from '../src/features/attachments/files';

describe('a file for people', () => {
  it('is measured in units they know', () => {
    expect(sizeOf(1, 'en-GB')).toBe('1 byte');
    expect(sizeOf(999, 'en-GB')).toBe('999 bytes');
    expect(sizeOf(1_000, 'en-GB')).toBe('1 kB');
    expect(sizeOf(1_550, 'en-GB')).toBe('1.6 kB');
    expect(sizeOf(52_428_800, 'en-GB')).toBe('52 MB');
  });
  it('has a kind whatever its type', () => {
    expect(kindOf('application/pdf')).toBe('pdf');
    expect(kindOf('image/heic')).toBe('picture');
    expect(kindOf('audio/amr')).toBe('sound');
    expect(kindOf('video/3gpp')).toBe('video');
    expect(kindOf('application/vnd.oasis.opendocument.spreadsheet')).toBe('sheet');
    expect(kindOf('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')).toBe('sheet');
    expect(kindOf('application/vnd.openxmlformats-officedocument.wordprocessingml.document')).toBe('document');
    expect(kindOf('application/octet-stream')).toBe('other');
    expect(kindOf('')).toBe('other');
  });
});
