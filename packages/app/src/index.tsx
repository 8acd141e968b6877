import '@backstage/cli/asset-types';
import '@backstage/ui/css/styles.css';
import ReactDOM from 'react-dom/client';
import { preferBrowserLanguage } from './translations/preferBrowserLanguage';
import app from './App';

preferBrowserLanguage(window.localStorage, window.navigator.languages);

const container = document.getElementById('root');
if (container === null) throw new Error('The page has no #root');
ReactDOM.createRoot(container).render(app.createRoot());
