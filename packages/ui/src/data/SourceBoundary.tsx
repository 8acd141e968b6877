import { Component, type ReactNode } from 'react';

export interface SourceBoundaryProps {
  /** Called once when what stands within could not be loaded or has thrown. */
  onFailure(): void;
  children: ReactNode;
}

/** Keeps the failure of one source from the palette and from the other sources. */
export class SourceBoundary extends Component<SourceBoundaryProps, { readonly failed: boolean }> {
  static getDerivedStateFromError() {
    return { failed: true };
  }

  override state = { failed: false };

  override componentDidCatch() {
    this.props.onFailure();
  }

  override render() {
    return this.state.failed ? null : this.props.children;
  }
}
