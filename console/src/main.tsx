/** Starts the console. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './design/controls.css'
import './design/tokens.css'
import './design/base.css'
import './shell/shell.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { cssVariables, theme } from './design/theme.ts'
import { styleNonce } from './shell/nonce.ts'
import { queries } from './shell/queries.ts'
import { router } from './shell/router.tsx'
import { StepUp } from './shell/step-up.tsx'

setNonce(styleNonce())

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root".')
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
        <StepUp />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
