import { Checkbox, CheckboxGroup, Label, Radio, RadioGroup } from 'react-aria-components';
import styles from './Choice.module.css';
import { TickBox } from './Tick.tsx';

/** What can be chosen: its value, what it is called, and a word on what that means. */
type Option = readonly [value: string, name: string, detail: string];

/** A few options under a heading, of which one is chosen. */
export function Choice<T extends string>(props: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  children: readonly Option[];
}) {
  return (
    <RadioGroup
      className={styles.choice ?? ''}
      value={props.value}
      onChange={(value) => props.onChange(value as T)}
      orientation="horizontal"
    >
      <Label>{props.label}</Label>
      <div className={styles.options}>
        {props.children.map(([value, name, detail]) => (
          <Radio key={value} value={value} className={styles.option ?? ''}>
            {name}
            {detail && <small>{detail}</small>}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** The same where any number of them can be chosen. */
export function Choices(props: {
  label: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
  children: readonly Option[];
}) {
  return (
    <CheckboxGroup className={styles.choice ?? ''} value={[...props.values]} onChange={props.onChange}>
      <Label>{props.label}</Label>
      <div className={styles.options}>
        {props.children.map(([value, name, detail]) => (
          <Checkbox key={value} value={value} className={styles.option ?? ''}>
            <TickBox />
            {name}
            {detail && <small>{detail}</small>}
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  );
}
