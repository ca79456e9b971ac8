import { Outlet, ScrollRestoration, type RouteObject } from 'react-router';
import { Frame } from './layout/frame.tsx';
import { Waiting } from './layout/states.tsx';
import { HomePage } from './pages/home.page.tsx';
import { NotFoundPage } from './pages/not-found.page.tsx';
import { SessionGate } from './session/session-gate.tsx';

/** Every page behind sign-in; a page's code comes when it is first opened. */
function Root() {
  return (
    <Frame>
      <SessionGate>
        <Outlet />
      </SessionGate>
      <ScrollRestoration />
    </Frame>
  );
}

export const routes: RouteObject[] = [
  {
    element: <Root />,
    HydrateFallback: Waiting,
    children: [
      { path: '/', element: <HomePage /> },
      { path: '/tasks', lazy: async () => ({ Component: (await import('./pages/tasks.page.tsx')).TasksPage }) },
      { path: '/tasks/:id', lazy: async () => ({ Component: (await import('./pages/task.page.tsx')).TaskPage }) },
      { path: '/ask', lazy: async () => ({ Component: (await import('./pages/ask.page.tsx')).AskPage }) },
      {
        path: '/requests',
        lazy: async () => ({ Component: (await import('./pages/requests.page.tsx')).RequestsPage }),
      },
      {
        path: '/requests/:id',
        lazy: async () => ({ Component: (await import('./pages/request.page.tsx')).RequestPage }),
      },
      { path: '/notices', lazy: async () => ({ Component: (await import('./pages/notices.page.tsx')).NoticesPage }) },
      { path: '/notices/:id', lazy: async () => ({ Component: (await import('./pages/notice.page.tsx')).NoticePage }) },
      {
        path: '/messages',
        lazy: async () => ({ Component: (await import('./pages/messages.page.tsx')).MessagesPage }),
      },
      {
        path: '/messages/:id',
        lazy: async () => ({ Component: (await import('./pages/message.page.tsx')).MessagePage }),
      },
      { path: '/looks', lazy: async () => ({ Component: (await import('./pages/looks.page.tsx')).LooksPage }) },
      { path: '/media', lazy: async () => ({ Component: (await import('./pages/media.page.tsx')).MediaPage }) },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
];
