import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import styles from './Tick.module.css';

/** A box to tick, with words after it. */
export function Tick(props: { isSelected: boolean; onChange: (selected: boolean) => void; children: ReactNode }) {
  return (
    <Checkbox className={styles.tick ?? ''} isSelected={props.isSelected} onChange={props.onChange}>
      <TickBox />
      <span>{props.children}</span>
    </Checkbox>
  );
}

/** The box alone, for what can be selected with it. */
export function TickBox() {
  return <i className={styles.box} aria-hidden="true" />;
}
