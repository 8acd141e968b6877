import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A test that passes takes no longer; one on a busy machine does not fail for lack of patience.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
