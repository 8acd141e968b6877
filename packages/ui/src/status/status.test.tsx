import type { Health } from '@kubemate/kube-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../__testUtils__/renderUi';
import { CapacityBar } from './CapacityBar';
import { HealthBar } from './HealthBar';
import { HealthDot } from './HealthDot';
import { HEALTH_ICON, HEALTH_ORDER } from './healthLook';
import { Sparkline } from './Sparkline';
import { StatusChip } from './StatusChip';

it('every health has a shape of its own, so none is told by colour alone', () => {
  const shapes = HEALTH_ORDER.map(health => HEALTH_ICON[health]);
  expect(new Set(shapes).size).toBe(HEALTH_ORDER.length);
});

it.each<[Health, string]>([
  ['ok', 'Healthy'],
  ['failed', 'Failed'],
])('a chip without a label names the health %s', (health, text) => {
  renderUi(<StatusChip health={health} />);
  expect(screen.getByText(text)).toBeInTheDocument();
});

it('a chip shows the word Kubernetes uses', () => {
  renderUi(<StatusChip health="failed" label="CrashLoopBackOff" />);
  expect(screen.getByText('CrashLoopBackOff')).toBeInTheDocument();
});

it('a dot has its health as its name', () => {
  renderUi(<HealthDot health="warning" />);
  expect(screen.getByRole('img', { name: 'Warning' })).toBeInTheDocument();
});

describe('HealthBar', () => {
  it('reads out the counts, worst first, without the zeros', () => {
    renderUi(<HealthBar label="Pods" counts={{ ok: 12, failed: 2, warning: 0 }} />);
    expect(screen.getByRole('img', { name: 'Pods: 2 Failed, 12 Healthy' })).toBeInTheDocument();
  });

  it('says so when there is nothing', () => {
    renderUi(<HealthBar label="Pods" counts={{}} />);
    expect(screen.getByRole('img', { name: 'Pods: Nothing to show' })).toBeInTheDocument();
  });

  it('lets a person choose a health from its legend', async () => {
    const onSelect = jest.fn();
    renderUi(<HealthBar label="Pods" counts={{ ok: 1, failed: 2 }} legend onSelect={onSelect} />);
    await userEvent.click(screen.getByRole('button', { name: /2 Failed/ }));
    expect(onSelect).toHaveBeenCalledWith('failed');
  });
});

describe('CapacityBar', () => {
  const format = (cores: number) => `${cores} cores`;

  it('reads out used, requested and allocatable', () => {
    renderUi(<CapacityBar label="CPU" allocatable={8} requested={4} used={2} format={format} />);
    expect(
      screen.getByRole('img', {
        name: 'CPU: Used 2 cores, Requested 4 cores, Allocatable 8 cores',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('50 %')).toBeInTheDocument();
  });

  it('says that more is requested than there is', () => {
    renderUi(<CapacityBar label="CPU" allocatable={4} requested={8} format={format} />);
    expect(screen.getByText('Over-committed')).toBeInTheDocument();
  });

  it('does not speak of what nothing measures', () => {
    renderUi(<CapacityBar label="GPU" allocatable={8} requested={5} format={format} />);
    expect(
      screen.getByRole('img', { name: 'GPU: Requested 5 cores, Allocatable 8 cores' }),
    ).toBeInTheDocument();
  });

  it('has its figures above the bar in a table', () => {
    renderUi(
      <CapacityBar variant="cell" label="CPU" allocatable={8} requested={6} format={format} />,
    );
    expect(screen.getByText('6 cores / 8 cores')).toBeInTheDocument();
    expect(screen.getByText('75 %')).toBeInTheDocument();
  });
});

it('a sparkline reads out its latest, lowest and highest value', () => {
  renderUi(<Sparkline label="Latency" values={[3, 9, 5]} format={value => `${value} ms`} />);
  expect(
    screen.getByRole('img', { name: 'Latency: latest 5 ms, lowest 3 ms, highest 9 ms' }),
  ).toBeInTheDocument();
});
