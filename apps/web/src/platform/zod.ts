import { z } from 'zod'

// Our pages forbid code made from text, which Zod would otherwise try to make.
z.config({ jitless: true })

export { z }
