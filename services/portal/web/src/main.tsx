import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { ApiProblem } from './api/client.ts';
import { firstWords, LanguageProvider } from './messages/language.tsx';
import { routes } from './routes.tsx';
import './styles/app.css';

const retriesMax = 2;

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) =>
        failures < retriesMax && (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500),
    },
  },
});

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <LanguageProvider first={await firstWords()}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={createBrowserRouter(routes)} />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
