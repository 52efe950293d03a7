import { Link as RouterLink } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'

type Props = {
  to: string
  search?: Record<string, unknown>
  children: ReactNode
  className?: string
  'aria-label'?: string
  'aria-current'?: ComponentProps<'a'>['aria-current']
}

/** A link to a page of the product; addresses come from paths.ts. */
export function Link({ to, search, children, className = 'link', ...rest }: Props) {
  return (
    <RouterLink to={to} search={search ?? {}} className={className} {...rest}>
      {children}
    </RouterLink>
  )
}
